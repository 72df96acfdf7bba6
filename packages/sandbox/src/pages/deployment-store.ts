import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../error-code';
import {
  hasSucceeded,
  isUnfinished,
  newStages,
  type StoredDeployment,
  storedDeploymentSchema,
} from './deployment';
import type { PagesProject } from './pages-options';
import { siteFolder } from './site-folder';

const keptSchema = z.object({
  deployments: z.array(storedDeploymentSchema),
  /** Project → the deployment that production was rolled back to. */
  rolledBackTo: z.record(z.string(), z.string()),
  /** Project → branch → the head that was last looked at. */
  heads: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
type Kept = z.infer<typeof keptSchema>;
export type NewDeployment = Pick<StoredDeployment, 'project' | 'branch' | 'commit' | 'message' | 'trigger'>;

/** All deployments, newest first, kept in one file; what production was rolled back to; and which heads of branches are known. */
export class DeploymentStore {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly kept: Kept,
  ) {}

  /** What cannot be read is lost: a scan of the branches makes it again. */
  static async open(folder: string): Promise<DeploymentStore> {
    const text = await readFile(fileIn(folder), 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return '';
      throw error;
    });
    const judged = keptSchema.safeParse(parse(text));
    const store = judged.success ? judged.data : { deployments: [], rolledBackTo: {}, heads: {} };
    return new DeploymentStore(folder, store);
  }

  all(project: string): readonly StoredDeployment[] {
    return this.kept.deployments.filter((each) => each.project === project);
  }

  find(project: string, id: string): StoredDeployment | undefined {
    return this.all(project).find((each) => each.id === id);
  }

  unfinished(): readonly StoredDeployment[] {
    return this.kept.deployments.filter(isUnfinished);
  }

  successes(): readonly StoredDeployment[] {
    return this.kept.deployments.filter(hasSucceeded);
  }

  /** What the branch serves: the newest success, or for production what it was rolled back to. */
  served(project: PagesProject, branch: string): StoredDeployment | undefined {
    const chosen = branch === project.productionBranch ? this.kept.rolledBackTo[project.name] : undefined;
    const found = chosen === undefined ? undefined : this.find(project.name, chosen);
    return found ?? this.all(project.name).find((each) => each.branch === branch && hasSucceeded(each));
  }

  async add(wanted: NewDeployment): Promise<StoredDeployment> {
    const now = new Date().toISOString();
    const fresh = { stages: newStages(), skipped: false, log: [] };
    const deployment = { id: randomUUID(), createdOn: now, modifiedOn: now, ...fresh, ...wanted };
    this.kept.deployments.unshift(deployment);
    await this.save();
    return deployment;
  }

  /** With its files: its own address shows nothing from now on. */
  async remove(deployment: StoredDeployment): Promise<void> {
    this.kept.deployments = this.kept.deployments.filter((each) => each !== deployment);
    await this.save();
    await rm(siteFolder(this.folder, deployment.id), { recursive: true, force: true });
  }

  /** A new success of production ends a rollback; null ends it too. */
  async rollBack(project: string, id: string | null): Promise<void> {
    if (id === null) Reflect.deleteProperty(this.kept.rolledBackTo, project);
    else this.kept.rolledBackTo[project] = id;
    await this.save();
  }

  /** The heads that a look at the project's branches last found. */
  headsOf(project: string): Readonly<Record<string, string>> {
    return this.kept.heads[project] ?? {};
  }

  async keepHeads(project: string, heads: Readonly<Record<string, string>>): Promise<void> {
    this.kept.heads[project] = { ...heads };
    await this.save();
  }

  /** Writes are made one after the other, each whole; one that failed does not stop the next. */
  async save(): Promise<void> {
    const write = this.writing.then(() => this.write());
    this.writing = write.catch(() => undefined);
    await write;
  }

  private async write(): Promise<void> {
    const file = fileIn(this.folder);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.tmp`, JSON.stringify(this.kept));
    await rename(`${file}.tmp`, file);
  }
}

function fileIn(folder: string): string {
  return join(folder, 'deployments.json');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
