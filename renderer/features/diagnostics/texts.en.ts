export const diagnosticsEn = {
  title: "Diagnostics",
} as const;
