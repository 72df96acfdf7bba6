'use strict';

const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { GetParametersByPathCommand, SSMClient } = require('@aws-sdk/client-ssm');

// Reads the database settings of an environment from SSM and opens psql with them; where there is no psql, a small prompt
// that uses the driver of the database layer. The password travels in the environment, never in the arguments.
async function readSettings(environment) {
  const file = readFileSync(join(__dirname, '..', 'config', 'environments', `${environment}.yml`), 'utf8');
  const region = /^region: *(\S+)/m.exec(file)[1];
  const path = `/assurex/${environment}/database`;
  const answer = await new SSMClient({ region }).send(
    new GetParametersByPathCommand({ Path: path, WithDecryption: true }),
  );
  const settings = Object.fromEntries(answer.Parameters.map(({ Name, Value }) => [Name.slice(path.length + 1), Value]));
  for (const key of ['host', 'port', 'name', 'user', 'password']) {
    if (!settings[key]) throw new Error(`${path}/${key} is not there in ${region}`);
  }
  return settings;
}

async function main(environment) {
  const { host, port, name, user, password } = await readSettings(environment);
  const variables = { PGHOST: host, PGPORT: port, PGDATABASE: name, PGUSER: user, PGPASSWORD: password };
  const options = { stdio: 'inherit', env: { ...process.env, ...variables } };
  const psql = spawnSync('psql', [], options);
  if (!psql.error) return psql.status ?? 1;
  const prompt = spawnSync('python3', ['-B', join(__dirname, 'sql_prompt.py')], options);
  if (prompt.error) throw new Error('neither psql nor python3 can be started');
  return prompt.status ?? 1;
}

main(process.argv[2]).then(
  (status) => (process.exitCode = status),
  (error) => {
    process.stderr.write(`db-connect: ${error.message}\n`);
    process.exitCode = 1;
  },
);
