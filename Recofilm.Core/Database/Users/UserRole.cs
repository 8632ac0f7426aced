namespace Recofilm.Core.Database.Users;

/// <summary>The role that decides the rights of a user.</summary>
public enum UserRole
{
    /// <summary>Gets recommendations and manages their own ratings.</summary>
    User,

    /// <summary>Manages models and users, too.</summary>
    Operator,
}
