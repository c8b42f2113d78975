import type { Plugin } from 'graphql-yoga';

/** Whether this process should be sent requests: not while it starts, not while it drains. */
export interface Readiness {
  isReady(): boolean;
  set(ready: boolean): void;
}

export function readiness(): Readiness {
  let ready = false;
  return {
    isReady: () => ready,
    set(value) {
      ready = value;
    },
  };
}

/** `GET /ready`: 200 or 503, and not a word about why; the log has that. */
export function useReadiness({ isReady }: Readiness): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname === '/ready') endResponse(new fetchAPI.Response(null, { status: isReady() ? 200 : 503 }));
    },
  };
}
