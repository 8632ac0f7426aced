using System.Globalization;
using Spectre.Console;

namespace Recofilm.Cli;

/// <summary>The outputs of commands: results go to standard output, progress and notices to standard error.</summary>
internal static class Terminal
{
    // The width of a redirected output, which has no terminal to fit.
    private const int RedirectedWidth = 400;

    /// <summary>Standard output.</summary>
    public static IAnsiConsole Out { get; } = Open(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    public static IAnsiConsole Error { get; } = Open(Console.Error, Console.IsErrorRedirected);

    /// <summary>Shows the progress of a task: a bar on an interactive terminal, and a line after every tenth elsewhere.</summary>
    /// <param name="title">The name of the task.</param>
    /// <param name="work">The task; it reports its share done, 0 to 1.</param>
    public static Task<T> ProgressAsync<T>(string title, Func<IProgress<double>, Task<T>> work)
    {
        if (!Error.Profile.Capabilities.Interactive)
            return work(new ProgressLines(title));
        return Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(title, maxValue: 1);
                return work(new TaskProgress(task));
            });
    }

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }

    private sealed class ProgressLines(string title) : IProgress<double>
    {
        private readonly long _started = TimeProvider.System.GetTimestamp();
        private int _tenths;

        public void Report(double value)
        {
            var tenths = (int)Math.Clamp((10 * value) + 1e-9, 0, 10);
            if (Interlocked.Exchange(ref _tenths, tenths) >= tenths)
                return;
            var seconds = TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{title}: {10 * tenths} % after {seconds:F0} s"));
        }
    }

    private sealed class TaskProgress(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
