using Recofilm.LocalStack;

namespace Recofilm.Cli.Up;

/// <summary>
/// The text that <c>recofilm up</c> prints when the program serves. No line is wrapped or framed, so that each can be copied.
/// </summary>
internal static class Welcome
{
    // Prints the token of an answer to a login.
    private const string ReadToken = """sed 's/.*"access_token":"\([^"]*\)".*/\1/'""";

    private const string TrainingRuns =
        "A first model serves, made in seconds. The full training runs now and swaps its model in by itself.\n";

    /// <summary>Returns the text.</summary>
    /// <param name="dataset">The name of the data set.</param>
    /// <param name="address">The address of the program, with a slash at the end.</param>
    /// <param name="loaded">The data set's user and operator.</param>
    /// <param name="logFile">The path of the program's log.</param>
    /// <param name="isTraining">Whether the full training runs while a first model serves.</param>
    public static string Text(string dataset, Uri address, LoadedDataset loaded, string logFile, bool isTraining) =>
        $"""

        Recofilm serves {dataset} at {address}

        User      user_id {loaded.UserId}   user_key {loaded.UserKey}
        Operator  user_id {loaded.OperatorId}   user_key {loaded.OperatorKey}

        Log in, and get a list:
        TOKEN=$(curl -sS {address}login -H 'Content-Type: application/json' -d '{loaded.ToLogin()}' | {ReadToken})
        curl -sS "{address}recommendations?limit=5&explain=true" -H "Authorization: Bearer $TOKEN"

        Next: open {address} in a browser, read {address}docs, or run 'recofilm status' in another terminal.
        {(isTraining ? TrainingRuns : "")}The log is {logFile}; --log prints it here. Ctrl-C stops everything.

        """;
}
