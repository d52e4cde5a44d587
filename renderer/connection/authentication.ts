/** What the server said to a question about who we are. */
export type AuthenticationAnswer = "signed-in" | "refused" | "unreachable" | "busy";

/** Signing in over HTTP; the credential itself is a cookie that scripts cannot read. */
export interface Authentication {
  /** Trades a one-time code for the cookie. */
  login(code: string): Promise<AuthenticationAnswer>;
  /** Whether the cookie is valid. */
  check(): Promise<AuthenticationAnswer>;
  logout(): Promise<AuthenticationAnswer>;
}

/** How long to wait for the server before it counts as not reachable. */
const answerWithinMs = 10_000;

/** Authentication against the server this page came from. */
export function createAuthentication(fetchFromServer: typeof fetch): Authentication {
  const ask = async (path: string, body?: unknown, method = "POST"): Promise<AuthenticationAnswer> => {
    const answer = await request(fetchFromServer, path, method, body);
    if (answer === null || answer.status === 502 || answer.status === 504) return "unreachable";
    if (answer.ok) return "signed-in";
    return answer.status === 429 || answer.status >= 500 ? "busy" : "refused";
  };
  return {
    login: (code) => ask("/auth/login", { code }),
    check: () => ask("/auth/me", undefined, "GET"),
    logout: () => ask("/auth/logout", {}),
  };
}

async function request(
  fetchFromServer: typeof fetch,
  path: string,
  method: string,
  body: unknown,
): Promise<Response | null> {
  try {
    return await fetchFromServer(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(answerWithinMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  } catch {
    // fetch rejects for one reason only: no answer came. That is an answer to us, shown as "not reachable".
    return null;
  }
}
