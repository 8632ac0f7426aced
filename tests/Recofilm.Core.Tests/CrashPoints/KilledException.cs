namespace Recofilm.Core.Tests.CrashPoints;

/// <summary>Stands for the end of a process: whoever gets it does nothing more.</summary>
internal sealed class KilledException() : Exception("The process was killed here.");
