/** A Pages project of the stand-in. */
export interface PagesProject {
  readonly name: string;
  readonly productionBranch: string;
  /** Custom domain → branch. */
  readonly domains: Readonly<Record<string, string>>;
  /** The bare repository that pushes go to. */
  readonly remote: string;
}

export interface PagesOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Deployments, checkouts and built sites. */
  readonly folder: string;
  readonly projects: readonly PagesProject[];
  readonly account: string;
  readonly token: string;
  /** The whole environment of git and of builds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  /** How long one program of a build may take, in milliseconds; 5 minutes unless it is said. */
  readonly buildLimit?: number;
}
