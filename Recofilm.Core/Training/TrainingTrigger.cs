namespace Recofilm.Core.Training;

/// <summary>The triggers of training runs.</summary>
public enum TrainingTrigger
{
    /// <summary>The nightly timer.</summary>
    Timer,

    /// <summary>A request of an operator over HTTP.</summary>
    Operator,

    /// <summary>The command line.</summary>
    CommandLine,

    /// <summary>Enough new ratings since the champion, which start a partial training.</summary>
    Feedback,

    /// <summary>Drift: users' behaviour has left the champion's band.</summary>
    Drift,

    /// <summary>A serving instance, after the nightly timer did not fire.</summary>
    Overdue,
}
