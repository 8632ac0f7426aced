using System.Reflection;

namespace Recofilm.Core.Registry;

/// <summary>The program that trains.</summary>
internal static class CodeVersion
{
    /// <summary>The version of this assembly, with the commit it was built from when the build knew it.</summary>
    public static string Current { get; } =
        typeof(CodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
