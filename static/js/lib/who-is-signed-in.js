// Asks the server whose session the cookie is now. Null when no answer came, which says nothing
// about the session. It does not wait for ever: a browser asks over a connection that it kept, and
// a router may have forgotten that one.

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
