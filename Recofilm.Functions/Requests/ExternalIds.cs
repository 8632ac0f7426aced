namespace Recofilm.Functions.Requests;

/// <summary>External identifiers: those that a platform gives its users and movies.</summary>
internal static class ExternalIds
{
    /// <summary>The longest external identifier, in characters.</summary>
    public const int MaximumLength = 256;

    /// <summary>The prefix of an external identifier in a path.</summary>
    public const string PathPrefix = "external:";

    /// <summary>The external identifier as a field of a body.</summary>
    public static readonly TextParameter Field = new("external_id", "The platform's own identifier.", MaximumLength);
}
