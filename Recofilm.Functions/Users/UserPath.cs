using Recofilm.Core.Database.Users;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Users;

/// <summary>The users in paths, and their problems.</summary>
internal static class UserPath
{
    public static readonly ReferenceParameter User = new(
        "user_id", $"The user's identifier, or {ExternalIds.PathPrefix} and its external identifier.");

    /// <summary>Reads the user of a path, and ends the request if it is not valid.</summary>
    /// <exception cref="ProblemException">The request is not valid.</exception>
    public static UserReference Read(HttpContext context)
    {
        var reader = new RequestReader(context);
        var user = Read(reader);
        reader.ThrowIfInvalid();
        return user;
    }

    /// <summary>Reads the user of a path.</summary>
    public static UserReference Read(RequestReader reader)
    {
        var (userId, externalId) = reader.PathReference(User);
        return externalId is null ? userId : UserReference.ByExternalId(externalId);
    }

    /// <summary>Returns the problem of an unknown user.</summary>
    public static ProblemException Unknown(UserReference user) =>
        new(new Problem(ProblemType.UnknownUser, $"There is no {user}."));

    /// <summary>Returns the problem of an external identifier that another user has.</summary>
    public static ProblemException Taken(string? externalId) => new(new Problem(
        ProblemType.ExternalIdTaken, $"Another user has the external_id \"{externalId}\".",
        new FieldError("external_id", "belongs to another user")));
}
