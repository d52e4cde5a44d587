/**
 * The plugin that OpenCode loads, as it is written into our folder. It runs in OpenCode's process (Bun) and must never disturb it: whatever
 * goes wrong between us and it, OpenCode's own prompt stands. The address and the secret come in the session's environment.
 */
export const opencodePlugin = `const told = new Set(["permission.asked", "permission.replied", "session.idle"]);

async function ask(event, payload, signal) {
  const response = await fetch(process.env.QUARTERDECK_HOOK_URL, {
    method: "POST",
    headers: {
      authorization: "Bearer " + process.env.QUARTERDECK_HOOK_SECRET,
      "content-type": "application/json",
    },
    body: JSON.stringify({ tool: "opencode", event, payload }),
    signal,
    // Bun gives up after five minutes otherwise; a person may need longer.
    timeout: false,
  });
  if (!response.ok) return null;
  const { stdout } = await response.json();
  return stdout === "" ? null : JSON.parse(stdout);
}

export const Quarterdeck = async ({ client }) => {
  if (!process.env.QUARTERDECK_HOOK_URL || !process.env.QUARTERDECK_HOOK_SECRET) return {};
  const open = new Map();

  async function permission(properties) {
    const gone = new AbortController();
    open.set(properties.id, gone);
    try {
      const answer = await ask("permission.asked", properties, gone.signal);
      if (answer === null || gone.signal.aborted) return;
      await client.postSessionIdPermissionsPermissionId({
        path: { id: properties.sessionID, permissionID: properties.id },
        body: { response: answer.response },
      });
    } finally {
      open.delete(properties.id);
    }
  }

  return {
    event: async ({ event }) => {
      if (!told.has(event.type)) return;
      // Not awaited: OpenCode waits for its plugins. What fails here is answered in OpenCode itself.
      if (event.type === "permission.asked") {
        permission(event.properties).catch(() => {});
        return;
      }
      if (event.type === "permission.replied") open.get(event.properties.requestID)?.abort();
      ask(event.type, event.properties).catch(() => {});
    },
  };
};
`;
