export const PROTOCOL = 'graphql-transport-ws';

/** URL of the WebSockets of a gateway. */
export const socketUrl = (url: string) => url.replace(/^http/, 'ws');
