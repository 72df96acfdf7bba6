import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a bare remote tell the stand-in of each push: a `post-receive` hook of our own remote, as a host's webhook would. The push
 * succeeds whether or not anybody listens; the stand-in looks at the branches again when it starts.
 */
export async function installPushNotice(remote: string, url: string): Promise<void> {
  const hook = join(remote, 'hooks', 'post-receive');
  await mkdir(join(remote, 'hooks'), { recursive: true });
  const script = `fetch(${JSON.stringify(url)},{method:"POST",signal:AbortSignal.timeout(3000)}).catch(()=>{})`;
  await writeFile(hook, `#!/bin/sh\ncat >/dev/null\n"${process.execPath}" -e '${script}' || true\n`);
  await chmod(hook, 0o755);
}
