export const sessionsEn = {
  title: "Sessions",
} as const;
