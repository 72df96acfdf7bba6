import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopProcess } from '../process/stop-process';
import { newStages, writeLog } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions } from './pages-options';
import { siteFolder } from './site-folder';

/** Puts the deployments in order that an earlier run left behind: before any of them is served or built. */
export async function resumeBuilds(store: DeploymentStore, options: PagesOptions): Promise<void> {
  for (const deployment of store.unfinished()) {
    // Nobody waits for the program of a stand-in that was killed.
    if (deployment.builder)
      await stopProcess({ process: deployment.builder, signal: 'SIGKILL', patience: 5_000 });
    delete deployment.builder;
    deployment.stages = newStages();
    writeLog(deployment, 'The stand-in was stopped; the build starts over.');
  }
  for (const deployment of store.successes()) {
    const isThere = await access(siteFolder(options.folder, deployment.id)).then(
      () => true,
      () => false,
    );
    if (isThere) continue;
    options.say(`pages: the files of deployment ${deployment.id} are gone: it is forgotten`);
    await store.remove(deployment);
    const heads = Object.entries(store.headsOf(deployment.project));
    const others = heads.filter(([branch]) => branch !== deployment.branch);
    await store.keepHeads(deployment.project, Object.fromEntries(others));
  }
  await rm(join(options.folder, 'checkouts'), { recursive: true, force: true });
  await store.save();
}
