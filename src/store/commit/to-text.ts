/**
 * Makes a text of AWS one that PostgreSQL stores: without the character 0, and without lone surrogates. Both become
 * U+FFFD.
 */
export function toText<Text extends string | null>(text: Text): Text {
  return (text?.toWellFormed().replaceAll('\0', '\uFFFD') ?? null) as Text;
}
