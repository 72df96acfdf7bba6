export interface HotfixOptions {
  readonly action: 'start' | 'pin' | 'finish';
  readonly name: string;
  readonly component?: string;
  readonly environment?: string;
  readonly check?: string;
  readonly abandon?: boolean;
}
