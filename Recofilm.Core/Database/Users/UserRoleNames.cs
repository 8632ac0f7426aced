namespace Recofilm.Core.Database.Users;

/// <summary>Converts roles to and from the names that the database and access tokens use.</summary>
public static class UserRoleNames
{
    /// <summary>Returns "user" or "operator".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a role.</exception>
    public static string ToName(this UserRole role) => role switch
    {
        UserRole.User => "user",
        UserRole.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    /// <summary>Returns the role of a name.</summary>
    /// <exception cref="ArgumentException">There is no role of that name.</exception>
    public static UserRole Parse(string name) => name switch
    {
        "user" => UserRole.User,
        "operator" => UserRole.Operator,
        _ => throw new ArgumentException($"'{name}' is not a role: use 'user' or 'operator'.", nameof(name)),
    };
}
