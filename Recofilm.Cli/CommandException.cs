namespace Recofilm.Cli;

/// <summary>
/// A failure that the user can act on. The command prints its message as one line, without a stack trace, and exits with code 1.
/// </summary>
public sealed class CommandException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">One line that says what is wrong and, if possible, what to do.</param>
    public CommandException(string message) : base(message)
    {
    }

    /// <summary>Creates the failure with its cause.</summary>
    /// <param name="message">One line that says what is wrong and, if possible, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CommandException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
