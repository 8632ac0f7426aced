namespace Recofilm.Core.Exports;

/// <summary>The state of an export.</summary>
/// <param name="ModelVersion">The model that makes the lists.</param>
/// <param name="Users">The users whose lists are made, those of earlier runs included.</param>
/// <param name="TotalUsers">All users of the export.</param>
/// <param name="Rows">The movies of the lists that are made.</param>
/// <param name="ResumedUsers">The users whose lists an earlier run made.</param>
/// <param name="LastUserId">The last of those users; 0 before the first.</param>
public sealed record ExportProgress(
    string ModelVersion, long Users = 0, long TotalUsers = 0, long Rows = 0, long ResumedUsers = 0, int LastUserId = 0);
