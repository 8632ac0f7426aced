using Recofilm.Cli;

namespace Recofilm.EndToEnd.Tests;

public class CommandLineTests
{
    [Fact]
    public async Task A_missing_data_set_ends_with_exit_code_1() =>
        Assert.Equal(1, await RecofilmCommand.RunAsync(["evaluate", "--dataset", "no-such-folder"]));
}
