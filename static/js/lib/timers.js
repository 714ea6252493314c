// The clock and the timers, in one object that tests replace.

export const realTimers = {
  now: () => Date.now(),
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer),
};

// The value of a promise, or `instead` if it fails or takes longer than `ms`.
export async function within(ms, promise, instead) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(instead), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } catch {
    return instead;
  } finally {
    clearTimeout(timer);
  }
}

// Runs at once, then at most once in each interval; a call in between runs at the end of the
// interval.
export function throttle(run, interval, timers = realTimers) {
  let timer = null;
  let again = false;
  const open = () => {
    timer = null;
    if (again) call();
  };
  const call = () => {
    if (timer !== null) {
      again = true;
      return;
    }
    again = false;
    timer = timers.set(open, interval);
    run();
  };
  call.stop = () => {
    timers.clear(timer);
    timer = null;
    again = false;
  };
  return call;
}
