const int FramesPerSecond = 60;
double Seconds(int frames) => frames / (double)FramesPerSecond;
