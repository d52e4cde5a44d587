/** What the server said to a question about who we are; `limited` after too many wrong answers, `faulty` where it failed itself. */
export type AuthenticationAnswer = "signed-in" | "refused" | "unreachable" | "limited" | "faulty";

/** Signing in over HTTP; the credential itself is a cookie that scripts cannot read. */
export interface Authentication {
  /** Trades a one-time code for the cookie. */
  login(code: string): Promise<AuthenticationAnswer>;
  logout(): Promise<AuthenticationAnswer>;
}

/** How long to wait for the server before it counts as not reachable. */
const answerWithinMs = 10_000;

/** Authentication against the server this page came from. */
export function createAuthentication(fetchFromServer: typeof fetch): Authentication {
  const ask = async (path: string, body: object): Promise<AuthenticationAnswer> => {
    const answer = await post(fetchFromServer, path, body);
    if (answer === null || answer.status === 502 || answer.status === 504) return "unreachable";
    if (answer.ok) return "signed-in";
    if (answer.status === 429) return "limited";
    return answer.status >= 500 ? "faulty" : "refused";
  };
  return {
    login: (code) => ask("/auth/login", { code }),
    logout: () => ask("/auth/logout", {}),
  };
}

async function post(fetchFromServer: typeof fetch, path: string, body: object): Promise<Response | null> {
  try {
    return await fetchFromServer(path, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(answerWithinMs),
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  } catch {
    // fetch rejects for one reason only: no answer came. That is an answer to us, shown as "not reachable".
    return null;
  }
}
