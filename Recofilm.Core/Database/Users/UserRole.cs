namespace Recofilm.Core.Database.Users;

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Gets recommendations and manages their own ratings.</summary>
    User,

    /// <summary>Also manages models and users.</summary>
    Operator,
}
