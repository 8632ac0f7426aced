namespace Recofilm.Cli.Local;

/// <summary>A local program could not be started; the message says why and what to do about it.</summary>
/// <param name="message">For a person to read.</param>
/// <param name="innerException">What was behind it, if known.</param>
public sealed class LocalStartException(string message, Exception? innerException = null)
    : Exception(message, innerException);
