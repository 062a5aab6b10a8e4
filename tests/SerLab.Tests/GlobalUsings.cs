global using SerLab.Numerics;
global using SerLab.Options;
