namespace SerLab.Models;

/// <summary>Form of the covariances of a mixture's components.</summary>
public enum Covariance
{
    /// <summary>A variance for every feature of every component.</summary>
    Diagonal,

    /// <summary>A matrix for every component.</summary>
    Full,

    /// <summary>One matrix for all components of a class.</summary>
    Tied,

    /// <summary>One variance for every component: for features of like spread.</summary>
    Spherical,
}
