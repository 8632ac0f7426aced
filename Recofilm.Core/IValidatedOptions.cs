namespace Recofilm.Core;

/// <summary>Settings that know which of their values are wrong; the program does not start while any is.</summary>
public interface IValidatedOptions
{
    /// <summary>One sentence a wrong value: its configuration key, what is allowed, and what it is.</summary>
    IEnumerable<string> Problems();
}
