/** What stands above the calls in the API's document. */
export const apiDescription = `Everything the app can do, for scripts on this machine.

**Authentication.** Create a token once and send it with every request:

\`\`\`sh
quarterdeck token create --name build --scopes watch,start
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8765/api/v1/sessions
\`\`\`

A token has some of the permissions \`watch\`, \`steer\`, \`start\`, \`approve\` and \`admin\` (which includes the others). Revoking it
(\`quarterdeck token revoke\`) takes effect at once, for open streams too. A browser that is signed in needs no token: this page
can try the calls out as it is. Tokens are never part of an address.

**Errors** have one form: \`code\` is for programs and stable, \`status\` is the HTTP status, \`message\` is for developers,
\`userMessage\` for people, \`retryable\` says whether the same call may simply be made again, after \`retryAfterMs\` if it is there.

**Streams** (\`…/changes\`, the search) are server-sent events; the data of each is one JSON value. A stream of changes begins with
the whole state.

**Times** are milliseconds since 1970, **offsets** and **sizes** are bytes of terminal output since a session began. What a
terminal shows, live and with every byte, goes over a socket instead, as the app's own page does it.
`;
