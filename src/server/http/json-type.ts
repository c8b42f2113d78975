/** Returns true for the media types of JSON bodies, with any parameters; not for others that begin alike, such as JSON Patch. */
export function isJsonType(contentType = ''): boolean {
  return /^application\/(?:graphql\+)?json\s*(?:;|$)/i.test(contentType);
}
