namespace Recofilm.LocalStack;

/// <summary>Reports that a local program could not be started; the message says why and what to do about it.</summary>
/// <param name="message">The reason, for a person to read.</param>
/// <param name="innerException">The cause, if known.</param>
public sealed class LocalStartException(string message, Exception? innerException = null)
    : Exception(message, innerException);
