// Ends with 0 when it is told to stop, as a well-behaved server does.
process.on('SIGTERM', () => process.exit(0));
setInterval(() => undefined, 1000);
process.stdout.write(`child ${process.pid}\n`);
