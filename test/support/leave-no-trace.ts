import { afterAll, expect, vi } from 'vitest';

const EVENTS = ['uncaughtException', 'unhandledRejection', 'warning'];

const before = { environment: { ...process.env }, ...stateOfProcess() };

// Runs after each file of the project `shared`, whose files have one process: each leaves it as it was.
afterAll(() => {
  const { environment, ...state } = before;
  const names = new Set(Object.keys({ ...environment, ...process.env }));
  const changed = [...names].filter((name) => process.env[name] !== environment[name]);
  const after = { changed, ...stateOfProcess() };
  // The next file is not to fail, too, or to wait for a clock that does not go.
  vi.useRealTimers();
  vi.unstubAllEnvs();
  expect(after).toEqual({ changed: [], ...state });
});

/** Describes what the files of a process share, except the environment, whose values are not for a log. */
function stateOfProcess() {
  return {
    folder: process.cwd(),
    exitCode: process.exitCode,
    hasFakeTimers: vi.isFakeTimers(),
    listeners: EVENTS.map((event) => `${event}: ${process.listenerCount(event)}`),
  };
}
