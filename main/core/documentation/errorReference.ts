import { type ErrorCode, errorCatalogue, isErrorCode } from "#shared/errors/errorCatalogue.ts";
import { errorTexts } from "#shared/errors/errorTexts.ts";
import { markdownCell, markdownTable } from "./markdown.ts";

/** docs/errors.md */
export function errorReference(): string {
  const codes: readonly ErrorCode[] = Object.keys(errorCatalogue).filter(isErrorCode);
  const overview = codes.map((code) => {
    const { status, category, retryable } = errorCatalogue[code];
    return [`[\`${code}\`](#${code.toLowerCase()})`, String(status), category, retryable ? "yes" : "no"];
  });
  return `# Errors

<!-- Made by main/core/generateDocs.ts from shared/errors. Change it there. -->

Every failed call answers with one shape, over the app's own link and over REST alike:

\`\`\`json
{
  "type": "error",
  "code": "SESSION_NOT_FOUND",
  "status": 404,
  "category": "validation",
  "message": "No session has this id.",
  "userMessage": "That session no longer exists.",
  "retryable": false,
  "details": {},
  "timestamp": "2026-11-21T01:14:09.123Z"
}
\`\`\`

- \`code\` is for programs and does not change; \`status\` is the number, also the status of a REST answer.
- \`message\` is for developers. \`userMessage\` is for people, in their language, and holds no internal identifier.
- \`retryable\` says whether the same call may succeed when it is simply made again, after \`retryAfterMs\` where that is there.
- \`details\` holds what the remedy names. An \`INTERNAL\` error has \`details.correlationId\`, under which the log says what happened.

${markdownTable(["Code", "Number", "Category", "Retry"], overview)}

${codes.map(section).join("\n")}`;
}

function section(code: ErrorCode): string {
  const { status, category, retryable, meaning, remedy } = errorCatalogue[code];
  return `## ${code}

Number ${status}, ${category}${retryable ? ", may be tried again" : ""}.

- **Meaning**: ${markdownCell(meaning)}
- **Remedy**: ${markdownCell(remedy)}
- **English**: ${markdownCell(errorTexts.en[code])}
- **简体中文**: ${markdownCell(errorTexts["zh-CN"][code])}
`;
}
