import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { toNodeNoProxy } from './no-proxy.ts';

/** The proxies between the gateway and what it calls, by the names of their variables. Absent: direct connections. */
export interface Proxies {
  /** For `http:` URLs: requests are sent to it in absolute form. */
  readonly HTTP_PROXY?: string;
  /** For `https:` URLs: a tunnel is opened by CONNECT. */
  readonly HTTPS_PROXY?: string;
  /** Hosts that are reached without a proxy, separated by commas. */
  readonly NO_PROXY?: string;
}

/** Connection pools of one client. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /** Closes idle and busy connections. */
  close(): void;
}

/** Time that a proxy may take to open a tunnel, handshake with the target included. Milliseconds. */
const TUNNEL_TIMEOUT_MS = 4_500;
/** Bytes that a proxy may send before the tunnel is open: the head of its answer to CONNECT. */
const MAX_TUNNEL_HEAD_BYTES = 16 * 1024;
/** In how many pieces. Node (24.21) doubles its listeners with each: thirty would hold up the process for good. */
const MAX_TUNNEL_HEAD_PIECES = 10;

/** Keeps at most 50 connections per origin open and reuses them; proxies are Node's own implementation. */
export function createAgents({ NO_PROXY = '', ...proxies }: Proxies = {}): Agents {
  // An object, even an empty one, so that NODE_USE_ENV_PROXY adds nothing to what is configured here.
  const options = { keepAlive: true, maxSockets: 50, proxyEnv: { ...proxies, NO_PROXY: toNodeNoProxy(NO_PROXY) } };
  const http = new HttpAgent(options);
  const https = boundedTunnels(new HttpsAgent(options));
  return {
    http,
    https,
    close() {
      for (const agent of [http, https]) {
        // A call that ends, or connects, after this would leave its connection in the pool.
        agent.maxFreeSockets = 0;
        agent.destroy();
      }
    },
  };
}

/**
 * The same agent with tunnels that are bounded in time, bytes and pieces until they are open. Node bounds neither: a proxy that
 * answers CONNECT by headers without end would be read for ever, after the request has timed out, too.
 */
function boundedTunnels(agent: HttpsAgent): HttpsAgent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    let stop = () => {};
    const socket = connect(options, (error, stream) => {
      stop();
      done?.(error, stream);
    }) as Socket | undefined;
    if (socket && isTunnel(socket)) stop = boundTunnel(socket);
    return socket;
  };
  return agent;
}

/** @returns ends the supervision */
function boundTunnel(socket: Socket): () => void {
  const giveUp = (reason: string) => socket.destroy(Object.assign(new Error(reason), { code: 'ERR_PROXY_TUNNEL' }));
  const timer = setTimeout(() => giveUp('The proxy did not open the tunnel in time'), TUNNEL_TIMEOUT_MS);
  let pieces = 0;
  const count = () => {
    pieces += 1;
    if (socket.bytesRead > MAX_TUNNEL_HEAD_BYTES || pieces > MAX_TUNNEL_HEAD_PIECES)
      giveUp('The proxy answered CONNECT at too great a length');
  };
  socket.setMaxListeners(0);
  socket.prependListener('readable', count);
  return () => {
    clearTimeout(timer);
    socket.removeListener('readable', count);
  };
}

/** Node marks the connection to a proxy, which is no connection to the target yet. */
function isTunnel(socket: Socket): boolean {
  return Object.getOwnPropertySymbols(socket).some(({ description }) => description === 'kWaitForProxyTunnel');
}
