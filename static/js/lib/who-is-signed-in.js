// Asks the server whose session the cookie is now. Null when no answer came, which says nothing about the session.

export async function askWhoIsSignedIn(fetcher = fetch) {
  try {
    const answer = await fetcher("/sign-in/status", { headers: { accept: "application/json" }, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
