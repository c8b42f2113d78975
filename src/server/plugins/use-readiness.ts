import type { Plugin } from 'graphql-yoga';
import type { Readiness } from '../http/readiness.ts';

/** Answers `GET /ready` with 200 or 503 and no body; the log has the reason. */
export function useReadiness({ isReady }: Readiness): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname === '/ready') endResponse(new fetchAPI.Response(null, { status: isReady() ? 200 : 503 }));
    },
  };
}
