// Asks the server to whom the session cookie belongs now. Null without an answer, which says
// nothing about the session. The request has a time limit, because the browser may reuse a
// connection that a router has dropped.

export const PATIENCE_MS = 4000;

export async function askWhoIsSignedIn(fetcher = fetch, patience = PATIENCE_MS) {
  try {
    const answer = await fetcher("/sign-in/status", {
      headers: { accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
