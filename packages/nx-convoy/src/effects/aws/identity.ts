import { noIdentity } from '../../model/errors';
import type { Cloud } from '../ports';
import type { Access } from './access';
import { once } from './once';

/** Who is asking. It does not change while we run, so it is asked once. */
export function createIdentity(access: Access): Pick<Cloud, 'account'> {
  return {
    account: once(async () => {
      const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
      return access.call('say who is asking', async (abortSignal) => {
        const sts = new STSClient(await access.settings());
        const { Account } = await sts.send(new GetCallerIdentityCommand(), { abortSignal });
        if (Account === undefined) throw noIdentity('STS names no account');
        return Account;
      });
    }),
  };
}
