return await Recofilm.Cli.RecofilmCommand.RunAsync(args);
