// A Functions host in a process of its own, which tests kill. Arguments: the folder of a published app. The app's settings are
// the environment. It writes the worker's process identifier on a line when the functions are loaded, and stops with its input.
using Recofilm.Testing.FunctionsHost;

await using var host = await TestFunctionsHost.StartAsync(new FunctionsHostSettings(args[0]));
Console.WriteLine(host.WorkerProcessId);
await Console.In.ReadToEndAsync();
return (await host.StopAsync()).ExitCode;
