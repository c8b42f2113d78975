import type { Page } from 'playwright-core';

/** Durations of one step of a visit. Milliseconds. */
export interface StepTimes {
  /** From the click to the frame that shows the answer. */
  readonly shown: number;
  /** From the request to the end of its answer: the gateway and the way to it. */
  readonly answer: number;
}

interface Watch {
  /** Answers of the list so far. */
  answers: number;
  /** Duration of the request of the last one. */
  answerMs: number;
  /** Answers that frames have shown, and when the last of them did. */
  shown: number;
  shownAt: number;
}

declare const watch: Watch;

/** Notes in a page when the answers of the list of sessions came, and when they were shown, whether or not rows differ. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const state: Watch = { answers: 0, answerMs: 0, shown: 0, shownAt: 0 };
    Object.assign(window, { watch: state });
    const send = window.fetch;
    window.fetch = async (input, init) => {
      const askedAt = performance.now();
      const response = await send(input, init);
      if (!String(init?.body).includes('query sessionsViewQuery')) return response;
      const text = await response.text();
      state.answers += 1;
      state.answerMs = performance.now() - askedAt;
      return new Response(text, response);
    };
    const look = () => {
      // The button that reads the list again is busy until its answer is shown.
      const button = document.querySelector('button[aria-label="Read again"]');
      if (state.shown < state.answers && button?.getAttribute('aria-disabled') !== 'true' && button) {
        state.shown = state.answers;
        state.shownAt = performance.now();
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Waits for the first list of a page; its time is from the first byte of the page. */
export async function firstList(page: Page): Promise<StepTimes> {
  await page.waitForFunction(() => watch.shown > 0);
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return { shown: watch.shownAt - (navigation?.responseStart ?? 0), answer: watch.answerMs };
  });
}

/** Opens another state of the view, as a click on it does, and waits until its list is shown. */
export async function nextList(page: Page, search: string): Promise<StepTimes> {
  const { before, since } = await page.evaluate((to) => {
    const [before, since] = [watch.shown, performance.now()];
    history.pushState(null, '', to);
    return { before, since };
  }, search);
  await page.waitForFunction((count) => watch.shown > count, before);
  return page.evaluate((from) => ({ shown: watch.shownAt - from, answer: watch.answerMs }), since);
}
