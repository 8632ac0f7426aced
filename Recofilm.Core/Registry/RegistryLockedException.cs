namespace Recofilm.Core.Registry;

/// <summary>Another process changes the registry and has not finished in time.</summary>
public sealed class RegistryLockedException(Exception cause)
    : Exception("The model registry is locked by another process.", cause);
