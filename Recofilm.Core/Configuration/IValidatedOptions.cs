namespace Recofilm.Core.Configuration;

/// <summary>Options that validate themselves. The program does not start while a value is wrong.</summary>
public interface IValidatedOptions
{
    /// <summary>Returns one sentence per wrong value, with the configuration key, the constraint and the value.</summary>
    IEnumerable<string> Problems();
}
