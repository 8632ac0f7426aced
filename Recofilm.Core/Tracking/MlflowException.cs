namespace Recofilm.Core.Tracking;

/// <summary>MLflow refused a request or gave an unexpected answer.</summary>
internal sealed class MlflowException(string message, string? errorCode = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>MLflow's error code, such as <c>RESOURCE_DOES_NOT_EXIST</c>, if it sent one.</summary>
    public string? ErrorCode => errorCode;
}
