export interface HotfixOptions {
  readonly action: 'start' | 'finish';
  readonly name: string;
  readonly component?: string;
  readonly check?: string;
  readonly abandon?: boolean;
}
