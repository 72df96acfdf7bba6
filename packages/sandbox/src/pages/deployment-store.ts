import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasSucceeded, isUnfinished, newStages, type StoredDeployment } from './deployment';

export interface NewDeployment {
  readonly project: string;
  readonly branch: string;
  readonly commit: string;
  readonly message: string;
  readonly trigger: StoredDeployment['trigger'];
}

/** All deployments, newest first, kept in one file; and which of them production was rolled back to. */
export class DeploymentStore {
  private deployments: StoredDeployment[] = [];
  private rolledBackTo: Record<string, string> = {};
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly path: string) {}

  static async open(folder: string): Promise<DeploymentStore> {
    const store = new DeploymentStore(join(folder, 'deployments.json'));
    const text = await readFile(store.path, 'utf8').catch(() => null);
    if (text === null) return store;
    const kept = JSON.parse(text) as {
      deployments: StoredDeployment[];
      rolledBackTo: Record<string, string>;
    };
    store.deployments = kept.deployments;
    store.rolledBackTo = kept.rolledBackTo;
    return store;
  }

  all(project: string): readonly StoredDeployment[] {
    return this.deployments.filter((each) => each.project === project);
  }

  find(project: string, id: string): StoredDeployment | undefined {
    return this.all(project).find((each) => each.id === id || each.id.startsWith(id));
  }

  unfinished(): readonly StoredDeployment[] {
    return this.deployments.filter(isUnfinished);
  }

  /** What the branch serves: the newest success, or for production what it was rolled back to. */
  served(project: string, branch: string, productionBranch: string): StoredDeployment | undefined {
    const chosen = branch === productionBranch ? this.rolledBackTo[project] : undefined;
    if (chosen !== undefined) return this.find(project, chosen);
    return this.all(project).find((each) => each.branch === branch && hasSucceeded(each));
  }

  async add(wanted: NewDeployment): Promise<StoredDeployment> {
    const createdOn = new Date().toISOString();
    const deployment: StoredDeployment = {
      id: randomUUID(),
      createdOn,
      modifiedOn: createdOn,
      stages: newStages(),
      skipped: false,
      log: [],
      ...wanted,
    };
    this.deployments.unshift(deployment);
    await this.save();
    return deployment;
  }

  async remove(deployment: StoredDeployment): Promise<void> {
    this.deployments = this.deployments.filter((each) => each !== deployment);
    await this.save();
  }

  /** A new success of production ends a rollback; null ends it too. */
  async rollBack(project: string, id: string | null): Promise<void> {
    if (id === null) delete this.rolledBackTo[project];
    else this.rolledBackTo[project] = id;
    await this.save();
  }

  /** Writes are made one after the other, each whole. */
  async save(): Promise<void> {
    this.writing = this.writing.then(async () => {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(
        `${this.path}.tmp`,
        JSON.stringify({ deployments: this.deployments, rolledBackTo: this.rolledBackTo }),
      );
      await rename(`${this.path}.tmp`, this.path);
    });
    await this.writing;
  }
}
