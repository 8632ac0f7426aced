namespace Recofilm.Cli;

/// <summary>A failure that a person can act on: printed as one line, exit code 1, no stack trace.</summary>
public sealed class CommandException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">One line that says what is wrong and, where it can, what to do.</param>
    public CommandException(string message) : base(message)
    {
    }

    /// <summary>Creates the failure with what caused it.</summary>
    /// <param name="message">One line that says what is wrong and, where it can, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public CommandException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
