import type { ModelProvider } from "#shared/configuration/modelSettings.ts";

/** A provider one can choose by name: what is known about it is filled in. */
export interface ProviderPreset {
  readonly id: string;
  /** Null for an address of one's own, which has no name yet. */
  readonly name: string | null;
  readonly kind: ModelProvider["kind"];
  readonly baseUrl: string;
  /** A server on this machine mostly wants no key, a service always does. */
  readonly wantsKey: boolean;
  readonly tool?: Extract<ModelProvider, { kind: "tool" }>["tool"];
  /** What a model's name looks like there. */
  readonly example: string;
}

/**
 * Addresses from the providers' own documentation of their OpenAI-compatible interfaces; local servers on their default ports
 * (Ollama 11434, LM Studio 1234, vLLM 8000).
 */
export const providerPresets: readonly ProviderPreset[] = [
  service("openai", "OpenAI", "https://api.openai.com/v1", "gpt-5-mini"),
  {
    id: "anthropic",
    name: "Anthropic",
    kind: "anthropic",
    baseUrl: "https://api.anthropic.com/v1",
    wantsKey: true,
    example: "claude-sonnet-4-5",
  },
  service("deepseek", "DeepSeek", "https://api.deepseek.com/v1", "deepseek-chat"),
  service("qwen", "Qwen (DashScope)", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus"),
  service("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "anthropic/claude-sonnet-4.5"),
  local("ollama", "Ollama", "http://127.0.0.1:11434/v1", "qwen3:8b"),
  local("lm-studio", "LM Studio", "http://127.0.0.1:1234/v1", "qwen/qwen3-8b"),
  local("vllm", "vLLM", "http://127.0.0.1:8000/v1", "Qwen/Qwen3-8B"),
  { id: "custom", name: null, kind: "openai-compatible", baseUrl: "", wantsKey: true, example: "my-model" },
  tool("claude", "Claude Code", "sonnet"),
  tool("codex", "Codex", "gpt-5-codex"),
  tool("gemini", "Gemini CLI", "gemini-2.5-pro"),
];

function service(id: string, name: string, baseUrl: string, example: string): ProviderPreset {
  return { id, name, kind: "openai-compatible", baseUrl, wantsKey: true, example };
}

function local(id: string, name: string, baseUrl: string, example: string): ProviderPreset {
  return { id, name, kind: "openai-compatible", baseUrl, wantsKey: false, example };
}

function tool(id: "claude" | "codex" | "gemini", name: string, example: string): ProviderPreset {
  return { id, name, kind: "tool", baseUrl: "", wantsKey: false, tool: id, example };
}
