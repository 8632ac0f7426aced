using Recofilm.Core.Database.Users;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Requests;

/// <summary>The user of a request: the token's own, or the one that an operator or a service names.</summary>
internal static class Subjects
{
    public static readonly IntegerParameter UserId = new(
        "user_id",
        "The user of the request. Services must give user_id or user_external_id; operators may; users need not.",
        1, int.MaxValue);

    public static readonly TextParameter UserExternalId = new(
        "user_external_id", "The user's external identifier; not together with user_id.", ExternalIds.MaximumLength);

    /// <summary>Both parameters.</summary>
    public static readonly Parameter[] All = [UserId, UserExternalId];

    /// <summary>Whether a request names a user.</summary>
    public static bool AreNamed(HttpRequest request) =>
        request.Query.ContainsKey(UserId.Name) || request.Query.ContainsKey(UserExternalId.Name);

    /// <summary>Reads the user of a request.</summary>
    /// <exception cref="ProblemException">A user names another user.</exception>
    public static UserReference ReadSubject(this RequestReader reader, CallerIdentity caller)
    {
        var userId = reader.OptionalQuery(UserId);
        var externalId = reader.Query(UserExternalId).FirstOrDefault();
        reader.Check(userId is null || externalId is null, UserExternalId.Name, $"must not be given together with {UserId.Name}");
        reader.Check(
            !caller.IsService || userId is not null || externalId is not null, UserId.Name,
            $"or {UserExternalId.Name} is required of a service");
        if (!caller.ActsForUsers && userId is { } asked && asked != caller.UserId)
            throw new ProblemException(AuthenticationProblems.OtherUser());
        return externalId is not null ? UserReference.ByExternalId(externalId) : userId ?? caller.UserId;
    }
}
