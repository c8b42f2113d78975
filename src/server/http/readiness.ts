/** True if load balancers should send requests to this process: false during startup and while it drains. */
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
